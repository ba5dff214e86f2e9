export interface EndpointState {
  pause: { code: string; message: string; settings: string | null; until: number | null } | null;
  failures: number;
  /** When the next request may start; 0 if none was booked. */
  nextAt: number;
  /** Milliseconds between requests that the server's own limits ask for. */
  pace: number | null;
  slowFactor: number;
  slowUntil: number;
  /** What the server was seen to refuse; the endpoint's own notes. */
  dialect: Record<string, unknown>;
}

export interface Booking {
  now: number;
  /** Milliseconds until the request after this one may start. */
  delay: number;
  /** A moment at or after this is told and not booked. */
  until: number;
  /** What is booked beyond this was booked by a clock that was ahead, and counts for nothing. */
  farthest: number;
}

export interface Pausing {
  now: number;
  code: string;
  message: string;
  /** The settings it is tied to, or when it ends; for an outage, how long one lasts after so many in a row. */
  lasts: { settings: string } | { until: number } | { outage(failures: number): number };
}

/** What all processes know of an endpoint: its pace, its pause and its dialect. */
export interface Endpoints {
  endpointState(key: string): Promise<EndpointState>;
  /** The next free moment for a request. */
  bookRequest(key: string, booking: Booking): Promise<number>;
  setPace(key: string, pace: number): Promise<void>;
  /** Doubles the delay between requests for a while. */
  slowDown(key: string, slowing: { now: number; lasts: number }): Promise<void>;
  /** Pauses it. `news` is false if that was known: then the pause stays as it is. `until` is null if settings end it. */
  pauseEndpoint(key: string, pausing: Pausing): Promise<{ news: boolean; until: number | null }>;
  /** Whether one of them may be paused now; the settings decide whether it is. */
  anyPause(now: number): Promise<boolean>;
  /** It answered: what was held against it is forgotten. Returns whether it was paused until now, or until a person lifted that. */
  clearPause(key: string): Promise<boolean>;
  rememberDialect(key: string, dialect: Record<string, unknown>): Promise<void>;
}
