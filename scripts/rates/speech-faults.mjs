// Faults as recognisers make them, planted into right transcripts. Each is given a transcript, random numbers and the
// same film in other languages; it gives what becomes of it and the place to look at, or undefined where it can't be.

const SECOND = 1000;
/** Written apart from the guards' table, as users report them. */
const REPORTED = [
  "Thank you for watching!",
  "Thanks for watching, bye!",
  "Thank you so much for watching.",
  "Please subscribe to my channel.",
  "See you next time!",
  "Bye-bye.",
  "you",
  "Subtitles by the Amara.org community",
  "Subtitles by SteamTeamExtra",
  "Transcription by CastingWords",
  "Transcribed by https://otter.ai",
  "Captions by GetTranscribed.com",
  "Sous-titres réalisés para la communauté d'Amara.org",
  "Sous-titrage Société Radio-Canada",
  "❤️ par SousTitreur.com",
  "Untertitel der Amara.org-Community",
  "Untertitelung des ZDF, 2020",
  "Vielen Dank für die Aufmerksamkeit.",
  "Subtítulos realizados por la comunidad de Amara.org",
  "¡Suscríbete al canal!",
  "Sottotitoli creati dalla comunità Amara.org",
  "Legendas pela comunidade Amara.org",
  "Ondertitels ingediend door de Amara.org gemeenschap",
  "Редактор субтитров А.Семкин Корректор А.Егорова",
  "Продолжение следует...",
  "ご視聴ありがとうございました。",
  "次回の動画でお会いしましょう",
  "請不吝點贊 訂閱 轉發 打賞支持明鏡與點點欄目",
  "字幕by索兰娅",
  "MBC 뉴스 이덕영입니다.",
  "Napisy stworzone przez społeczność Amara.org",
  "Altyazı M.K.",
];

const placeOf = (segments) => ({
  start: Math.min(...segments.map(({ start, end }) => Math.min(start, end))),
  end: Math.max(...segments.map(({ start, end }) => Math.max(start, end))),
});

/** Spoils one segment, drawn from those that fit. */
const oneOf =
  (fits, spoil) =>
  ({ segments, ...about }, random) => {
    const fitting = segments.map((_, at) => at).filter((at) => fits(segments[at], segments[at - 1], about));
    if (fitting.length === 0) return undefined;
    const at = random.pick(fitting);
    const spoilt = spoil(segments[at], random, { before: segments[at - 1], ...about });
    const others = segments.filter((_, other) => other !== at);
    return {
      ...about,
      segments: [...others.slice(0, at), spoilt, ...others.slice(at)],
      place: placeOf([spoilt]),
    };
  };

/** Puts text into a silence, the times of which reach a little into the speech around. */
const overSilence =
  (textOf, least) =>
  ({ segments, silences, ...about }, random) => {
    const fitting = silences.filter(({ start, end }) => end - start >= 3 * SECOND);
    if (fitting.length === 0) return undefined;
    const { start, end } = random.pick(fitting);
    const length = Math.min(end - start, random.whole(2 * SECOND, 8 * SECOND));
    const reach = random.whole(0, Math.round(length * (1 - least)));
    const from = random.chance(0.5) ? start - reach : end - length + reach;
    const made = {
      start: Math.max(0, from),
      end: Math.max(0, from) + length,
      text: textOf(segments, random),
    };
    const all = [...segments, made].sort((a, b) => a.start - b.start);
    return { ...about, silences, segments: all, place: placeOf([made]) };
  };

const wordy = ({ text }) => text.trim().split(/\s+/).length >= 4;
const lasting = ({ start, end, text }) => end - start >= SECOND && text.trim().length >= 15;

/** Repeats a segment's text in those after it. */
const repeated =
  (least, most, change = (text) => text) =>
  ({ segments, ...about }, random) => {
    const count = random.whole(least, most);
    if (segments.length <= count) return undefined;
    const at = random.whole(0, segments.length - count - 1);
    const speaker = segments[at].speaker;
    const spoilt = segments.map((segment, other) =>
      other > at && other < at + count
        ? { ...segment, text: change(segments[at].text, random, other), ...(speaker && { speaker }) }
        : segment,
    );
    return { ...about, segments: spoilt, place: placeOf(spoilt.slice(at + 1, at + count)) };
  };

/** From here on, another language. */
const inAnother =
  (share) =>
  ({ segments, ...about }, random, others) => {
    if (others.length === 0) return undefined;
    const other = random.pick(others);
    const from = Math.round(segments.length * (1 - share));
    const border = segments[from]?.start ?? 0;
    const spoilt = [...segments.slice(0, from), ...other.segments.filter(({ start }) => start >= border)];
    return { ...about, segments: spoilt, place: { start: border, end: about.duration } };
  };

export const SPEECH_FAULTS = {
  "a sentence over silence, at least 80 % of it": {
    codes: ["silent"],
    plant: overSilence((segments, { pick }) => pick(segments).text, 0.8),
  },
  "a sentence over silence, at least 60 % of it": {
    codes: ["silent"],
    plant: overSilence((segments, { pick }) => pick(segments).text, 0.6),
  },
  "a reported stock phrase over silence, at least half of it": {
    codes: ["silent", "phrase"],
    plant: overSilence((_, { pick }) => pick(REPORTED), 0.5),
  },
  "a reported stock phrase where no speech was heard (0.7)": {
    codes: ["phrase"],
    plant: oneOf(lasting, (segment, { pick }) => ({ ...segment, text: pick(REPORTED), noSpeech: 0.7 })),
  },
  "a segment's text in the next 2 to 7": { codes: ["loop"], plant: repeated(3, 8) },
  "a segment's text in the next 2 to 7, one word changed each time": {
    codes: ["loop"],
    plant: repeated(
      3,
      8,
      (text, _, at) => `${text.trim().split(/\s+/).slice(0, -1).join(" ")} ${"abcdefgh"[at % 8]}`,
    ),
  },
  "the last one to six words four to twelve times more": {
    codes: ["loop"],
    plant: oneOf(wordy, (segment, { whole }) => {
      const words = segment.text.trim().split(/\s+/);
      const again = words.slice(-Math.min(words.length, whole(1, 6))).join(" ");
      return { ...segment, text: `${segment.text} ${Array(whole(4, 12)).fill(again).join(" ")}` };
    }),
  },
  "a fifth of its time": {
    codes: ["fast", "rushed"],
    plant: oneOf(lasting, (segment) => ({
      ...segment,
      end: segment.start + (segment.end - segment.start) / 5,
    })),
  },
  "a word for 12 to 40 seconds": {
    codes: ["slow", "long", "silent"],
    plant: oneOf(lasting, (segment, { whole }, { duration }) => {
      const start = Math.max(0, Math.min(segment.start, duration - 40 * SECOND));
      return { ...segment, text: "you", start, end: Math.min(duration, start + whole(12, 40) * SECOND) };
    }),
  },
  "no duration": {
    codes: ["timeless"],
    plant: oneOf(lasting, (segment) => ({ ...segment, end: segment.start })),
  },
  "start and end swapped": {
    codes: ["backward"],
    plant: oneOf(lasting, (segment) => ({ ...segment, start: segment.end, end: segment.start })),
  },
  "1 to 5 seconds before the end of the one before": {
    codes: ["overlap"],
    plant: oneOf(
      (segment, before) => before && lasting(before) && segment.speaker === before.speaker,
      (segment, { whole }, { before }) => ({
        ...segment,
        start: Math.max(0, before.end - whole(SECOND + 1, 5 * SECOND)),
        end: Math.max(segment.end, before.end),
      }),
    ),
  },
  "moved beyond the end": {
    codes: ["beyond"],
    plant: oneOf(lasting, (segment, { whole }, { duration }) => {
      const start = duration + whole(0, 60) * SECOND;
      return { ...segment, start, end: start + segment.end - segment.start };
    }),
  },
  "61 to 120 seconds without text": {
    codes: ["lost"],
    plant: ({ segments, silences, ...about }, random) => {
      const length = random.whole(61, 120) * SECOND;
      if (about.duration < length) return undefined;
      const start = random.whole(0, about.duration - length);
      const place = { start, end: start + length };
      const isOutside = (one) => one.end <= place.start || one.start >= place.end;
      return { ...about, segments: segments.filter(isOutside), silences: silences.filter(isOutside), place };
    },
  },
  "another language, from two fifths of the text on": { codes: ["language"], plant: inAnother(0.6) },
  "another language, all of it": { codes: ["language"], plant: inAnother(1) },
};
