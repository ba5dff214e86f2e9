-- The lines to be looked at, the worst first, so that a review of everything reads those alone.

create index translations_marked on segment_translations (quality, version_id desc, idx) where marks <> '[]';
