import type { Json, JsonObject } from "../json.js";
import { wordsOf } from "./words.js";

/** What models write where nothing was said, in the languages they are asked in. */
const WORDS = [
  "unknown, not known, n/a, n.a., not applicable, not available, not mentioned, not specified, not stated",
  "not provided, not given, not said, not disclosed, unspecified, null, undefined, nil, tbd, to be determined",
  "inconnu, inconnue, non mentionné, non mentionnée, non précisé, non précisée, non spécifié, non spécifiée",
  "non communiqué, non communiquée, non renseigné, non renseignée, non indiqué, pas mentionné, non applicable",
  "desconocido, desconocida, no mencionado, no mencionada, no especificado, no especificada, no indicado",
  "unbekannt, nicht bekannt, nicht erwähnt, nicht genannt, nicht angegeben, keine angabe, k. a.",
  "sconosciuto, sconosciuta, non menzionato, non menzionata, non specificato, non specificata, non noto",
  "desconhecido, desconhecida, não mencionado, não mencionada, não informado, não informada, não especificado",
  "onbekend, niet vermeld, niet genoemd, niet opgegeven, okänd, okänt, ej angivet, ukendt, ikke nævnt, ukjent",
  "nieznany, nieznana, nieznane, nie podano, nie wspomniano, neznámý, neznámá, neuvedeno, bilinmiyor, belirtilmemiş",
  "неизвестно, неизвестный, неизвестна, не указано, не указан, не указана, не упомянуто, невідомо, не вказано",
  "未知, 不明, 未提及, 未提供, 未说明, 記載なし, 言及なし, 알 수 없음, 미상, 언급 없음, غير معروف, غير مذكور, לא ידוע, לא צוין",
];

const plain = (text: string) => wordsOf(text).join(" ");

const UNSAID = new Set(
  WORDS.join(", ")
    .split(", ")
    .map((phrase) => plain(phrase)),
);

/** Whether a text only says that nothing was said: it is empty, `unknown`, `n/a`, `?` and the like. */
const isUnsaid = (text: string) => !/[^\p{P}\p{Z}\p{C}]/u.test(text) || UNSAID.has(plain(text));

/** A value without the parts that were not said; undefined if nothing of it was. */
export function saidOf(value: Json | undefined): Json | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "string") return isUnsaid(value) ? undefined : value.trim();
  if (typeof value !== "object") return value;
  if (Array.isArray(value)) {
    const items = value.map(saidOf).filter((item) => item !== undefined);
    return items.length ? items : undefined;
  }
  const parts = Object.entries(value).flatMap(([name, part]) => {
    const said = saidOf(part);
    return said === undefined ? [] : [[name, said] as const];
  });
  return parts.length ? (Object.fromEntries(parts) as JsonObject) : undefined;
}
