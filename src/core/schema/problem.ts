/** Something wrong, and the JSON pointer to where it is. */
export interface Problem {
  at: string;
  problem: string;
}
