// Rates of the rules about documents: false alarms on good documents, and planted faults that are found.
import { judgeDocument } from "../../dist/core/document-rules/index.js";
import { loadIdentifier } from "../../dist/identifier.js";
import { FAULTS } from "./document-faults.mjs";
import { DOCUMENTS } from "./documents.mjs";

/** Per rule: good documents with an alarm, and how many of the planted faults the rule itself found. */
export async function documentRates({ heldOut }) {
  const identify = await loadIdentifier();
  const documents = DOCUMENTS.filter((one) => one.heldOut === heldOut);
  const found = (one, document) => judgeDocument({ ...one, document, ...(identify && { identify }) });
  const alarms = documents.flatMap((one) =>
    found(one, one.document).map((alarm) => ({ ...alarm, kind: one.kind, language: one.language })),
  );
  const caught = FAULTS.map(([rule, fault, plant]) => {
    const planted = documents.flatMap((one) => plant(one).map((document) => ({ one, document })));
    const hits = planted.filter(({ one, document }) =>
      found(one, document).some((finding) => finding.rule === rule),
    );
    return {
      rule,
      fault,
      planted: planted.length,
      found: hits.length,
      missed: planted.filter((one) => !hits.includes(one)).map(({ one }) => `${one.kind} ${one.language}`),
    };
  });
  return { documents: documents.length, alarms, caught };
}

/** Prints the rates of what is held out. */
export async function publish() {
  const rates = await documentRates({ heldOut: true });
  console.log(`documents: ${rates.documents} good ones, ${rates.alarms.length} false alarms`);
  for (const { rule, kind, language, at } of rates.alarms)
    console.log(`  ${rule} in ${kind} ${language} at ${at || "the whole"}`);
  for (const { rule, fault, planted, found } of rates.caught)
    console.log(`| \`${rule}\` | ${fault} | ${planted} | ${found} |`);
  const sum = (of) => rates.caught.reduce((all, one) => all + one[of], 0);
  console.log(`all: ${sum("found")} of ${sum("planted")}`);
  return rates;
}
