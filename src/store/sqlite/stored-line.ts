import type { CheckCode } from "../../core/checks.js";
import type { StoredLine } from "../lines.js";

/** A line as it is selected: lists of marks are JSON. */
export type StoredRow = Omit<StoredLine, "marks" | "rejected"> & {
  marks: string | null;
  answer: string | null;
  answerMarks: string | null;
};

export const storedLine = <Row extends StoredRow>({ marks, answer, answerMarks, ...line }: Row) => ({
  ...line,
  marks: marksIn(marks),
  rejected: answer === null ? null : { text: answer, marks: marksIn(answerMarks) },
});

const marksIn = (json: string | null) => (json ? (JSON.parse(json) as CheckCode[]) : []);
