type NoticeTarget = "webhook" | "command";

interface NewNotice {
  event: string;
  target: NoticeTarget;
  message: string;
  now: number;
}

export interface Notice {
  id: number;
  event: string;
  target: NoticeTarget;
  message: string;
  attempts: number;
  createdAt: number;
}

/** Messages to people that are still to be sent. */
export interface Notices {
  enqueueNotice(notice: NewNotice): Promise<void>;
  /** Takes what is due to be sent, so that nobody else sends it meanwhile. */
  dueNotices(now: number): Promise<Notice[]>;
  /** Sent, or given up: gone. Otherwise tried again at `retryAt`. */
  settleNotice(notice: { id: number; retryAt: number | null }): Promise<void>;
}
