package io.swiveljdbc.spi;

/** What an {@link java.sql.SQLException} of the target driver means for the connection. */
public enum FailureKind {
  /** The session is gone, or it cannot be said whether it is. */
  CONNECTION_LOST,
  /** The server says that it shuts down or ended the session: lost, and told so. */
  SHUTTING_DOWN,
  /** The server ended the session for its idleness: it never read what was sent after that. */
  ENDED_WHILE_IDLE,
  /** The server refused a write as read-only; whether it is still the writer must be asked. */
  ROLE_IN_DOUBT,
  /** The server answered that it does not let this login in. */
  LOGIN_REFUSED,
  /** The server answered that it has no room for one more session just now. */
  BUSY,
  /** The server answered that it takes no session now: it starts up, or is about to shut down. */
  NOT_READY,
  /** The statement failed and the session lives: the application's own error. */
  STATEMENT;

  /** Whether a server that said so may take the same login a moment later. */
  public boolean passing() {
    return this == BUSY || this == NOT_READY;
  }

  /** Whether the session is gone, and with it any transaction that was not committed. */
  public boolean lost() {
    return this == CONNECTION_LOST || this == SHUTTING_DOWN || this == ENDED_WHILE_IDLE;
  }
}
