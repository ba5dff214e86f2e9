// Files that are broken in every way: no command crashes, and what is read is written back the same, byte for byte.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SEEDS = {
  srt: "1\n00:00:01,000 --> 00:00:03,000\nHello <i>there</i>, all.\n\n2\n00:00:04,000 --> 00:00:06,500 X1:10\n{\\an8}Two\nlines &amp; more\n\n3\n00:00:07,000 --> 00:00:09,000\nThe end.\n",
  vtt: "WEBVTT - talk\n\nNOTE a comment\n\nSTYLE\n::cue { color: red }\n\nfirst\n00:01.000 --> 00:03.000 align:start\n<v Ann>Hello &lt;you&gt;\n\n00:00:04.000 --> 00:00:06.000\nTwo\nlines <c.loud>here</c>\n",
  ass: "[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\nDialogue: 0,0:00:01.00,0:00:03.00,Default,Ann,0,0,0,,{\\an8}Hello {\\i1}there{\\i0}, {aside} all.\nDialogue: 0,0:00:04.00,0:00:06.00,Default,,0,0,0,,Two\\Nlines {\\p1}m 0 0 l 1 1{\\p0} here\n",
  json: '{"text": "Hello there. The end.", "language": "en", "segments": [{"id": 0, "start": 0.0, "end": 2.5, "text": " Hello there."}, {"id": 1, "start": 2.5, "end": 4.0, "text": " The \\u00e9nd\\n."}]}\n',
};

const ODD = [
  "\r",
  "\r\n",
  "\n\n",
  "\0",
  "\ufeff",
  "-->",
  "<",
  "&",
  "{",
  "}",
  '"',
  "\\",
  "99999999999",
  "\u202e",
  "⟦1⟧",
  "00:00:00,000 --> 00:00:01,000",
  "\ud83d\ude00",
  "\u2028",
  "[",
  ",",
  "null",
  "\t",
];

const CHANGES = [
  (random, text, at) => text.slice(0, at) + random.pick(ODD) + text.slice(at),
  (random, text, at) => text.slice(0, at) + text.slice(at + random.whole(1, 12)),
  (random, text, at) =>
    text.slice(0, at) + text.slice(at, at + random.whole(1, 60)).repeat(2) + text.slice(at + 1),
  (_, text, at) => text.slice(0, Math.max(at, 10)),
  (random, text, at) => text.slice(0, at) + String.fromCharCode(random.whole(1, 300)) + text.slice(at + 1),
  (random, text) => text.replace(/\n/g, random.pick(["\r\n", "\r", "\n"])),
  (random, text) =>
    text
      .split("\n")
      .sort(() => random.next() - 0.5)
      .join("\n"),
];

function mutate(random, text) {
  for (let times = random.whole(1, 5); times > 0; times--)
    text = random.pick(CHANGES)(random, text, random.whole(0, text.length));
  return text;
}

export async function fuzz({ random, home }) {
  const files = Array.from({ length: 120 }, (_, number) => {
    const ending = random.pick(Object.keys(SEEDS));
    const path = join(home.sources, `${number}.${ending}`);
    writeFileSync(path, mutate(random, SEEDS[ending]));
    return path;
  });
  const complain = (what, { code, err }) => home.complaints.push(`${what}: exit ${code}: ${err.slice(-200)}`);
  const added = await home.ask("add", ...files, "--to", "fr");
  if (![0, 1, 2].includes(added.code)) complain("add", added);
  const ticked = await home.ask("tick");
  if (![0, 1].includes(ticked.code)) complain("tick", ticked);

  const db = home.open();
  db.run(`update segment_translations set text = (select s.text from segments s
    join translation_projects p on p.document_id = s.document_id join translation_versions v on v.project_id = p.id
    where v.id = version_id and s.idx = segment_translations.idx) where state = 'done'`);
  const done = db.all("select id, name from translation_projects where status = 'completed'");
  const others = db.all(
    "select id, name, status, error_message from translation_projects where status <> 'completed'",
  );
  db.close();
  for (const { name, status, error_message } of others)
    home.complaints.push(
      `${name} is ${status}: ${error_message}\n${JSON.stringify(readFileSync(join(home.sources, name), "utf8"))}`,
    );
  const folder = join(home.root, "exports");
  mkdirSync(folder);
  const exported = await home.ask("export", ...done.map(({ id }) => id), "-o", folder);
  if (exported.code !== 0) complain("export", exported);
  for (const { name } of done) {
    const source = readFileSync(join(home.sources, name));
    const path = join(folder, name.replace(/\.(\w+)$/, ".fr.$1"));
    let back;
    try {
      back = readFileSync(path);
    } catch {
      home.complaints.push(`${name} was not exported`);
      continue;
    }
    if (!back.equals(source))
      home.complaints.push(
        `${name} comes back different:\n${JSON.stringify(String(source))}\n${JSON.stringify(String(back))}`,
      );
  }
  return { files: files.length, read: done.length };
}
fuzz.env = { TRANSCRON_PROVIDER: "pseudo" };
fuzz.unjudged = true;
