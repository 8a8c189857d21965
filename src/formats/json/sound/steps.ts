/** Told how much was looked at; may throw to stop. */
export type Spend = (steps: number) => void

/** What looking at one name, value or object of keywords costs: far less than a goal. */
export const STEPS_PER_LOOK = 1 / 200
