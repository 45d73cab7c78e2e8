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
  /**
   * The server refused a write since it takes none from anybody: what was begun is rolled back,
   * even if it still calls itself the writer.
   */
  WRITES_REFUSED,
  /** The server answered that it does not let this login in. */
  LOGIN_REFUSED,
  /** The server answered that it has no room for one more session just now. */
  BUSY,
  /** The server answered that it takes no session now: it starts up, or is about to shut down. */
  NOT_READY,
  /**
   * A reader cancelled the statement, since the replay of the writer's changes needed what it read:
   * usual, and no sign of a failure.
   */
  REPLAY_CONFLICT,
  /** The same, by ending the session. */
  ENDED_BY_REPLAY,
  /**
   * The cluster rolled the transaction back, at its COMMIT for instance, since its servers did not
   * agree to it; the session lives.
   */
  ROLLED_BACK,
  /** The statement failed and the session lives: the application's own error. */
  STATEMENT;

  /** Whether a server that said so may take the same login a moment later. */
  public boolean passing() {
    return this == BUSY || this == NOT_READY;
  }

  /** Whether it comes from a reader's replay, and says nothing of the server. */
  public boolean conflict() {
    return this == REPLAY_CONFLICT || this == ENDED_BY_REPLAY;
  }

  /** Whether it is no sign that the server has failed. */
  public boolean blameless() {
    return conflict() || this == ROLLED_BACK;
  }

  /** Whether the session is gone, and with it any transaction that was not committed. */
  public boolean lost() {
    return this == CONNECTION_LOST
        || this == SHUTTING_DOWN
        || this == ENDED_WHILE_IDLE
        || this == ENDED_BY_REPLAY;
  }
}
