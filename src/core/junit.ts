import { visible } from "./visible.js";

/** A test case: passed, unless it has a failure. */
interface Case {
  name: string;
  /** Failures of one kind are counted together by their type. */
  failure?: { type: string; message: string; details: string };
  /** What is to be known of it, though it is no failure. */
  output?: string;
}

export interface Suite {
  name: string;
  file: string;
  cases: readonly Case[];
}

/** A report in the form of JUnit, as GitLab, Jenkins and others read it. Well-formed, whatever the texts hold. */
export function junit(suites: readonly Suite[]): string {
  const [tests, failures] = totals(suites.flatMap(({ cases }) => cases));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="transcron" tests="${tests}" failures="${failures}" errors="0">`,
    ...suites.map(suiteElement),
    "</testsuites>",
    "",
  ].join("\n");
}

const totals = (cases: readonly Case[]) => [cases.length, cases.filter(({ failure }) => failure).length];

function suiteElement({ name, file, cases }: Suite): string {
  const [tests, failures] = totals(cases);
  return [
    `  <testsuite name="${attribute(name)}" tests="${tests}" failures="${failures}" errors="0" skipped="0">`,
    ...cases.map((one) => caseElement(one, file)),
    "  </testsuite>",
  ].join("\n");
}

function caseElement({ name, failure, output }: Case, file: string): string {
  const start = `    <testcase classname="${attribute(file)}" name="${attribute(name)}" file="${attribute(file)}"`;
  const inside = [
    ...(failure
      ? [
          `      <failure type="${attribute(failure.type)}" message="${attribute(failure.message)}">${content(failure.details)}</failure>`,
        ]
      : []),
    ...(output ? [`      <system-out>${content(output)}</system-out>`] : []),
  ];
  return inside.length ? [`${start}>`, ...inside, "    </testcase>"].join("\n") : `${start}/>`;
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
  "\t": "&#9;",
};

/** XML 1.0 knows no control characters and no half characters, not even as entities; signs stand for them. */
const content = (text: string) => visible(text.toWellFormed()).replace(/[&<>]/g, (one) => ENTITIES[one]!);

const attribute = (text: string) =>
  visible(text.toWellFormed()).replace(/[&<>"\n\t]/g, (one) => ENTITIES[one]!);
