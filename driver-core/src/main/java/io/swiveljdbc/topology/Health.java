package io.swiveljdbc.topology;

/** Whether a server answers. */
public enum Health {
  /** Nobody has asked it yet. */
  UNKNOWN,
  /** It answered last time. */
  UP,
  /** A session to it was lost; whether the server lives is being asked. */
  SUSPECT,
  /** It answers, but lets us not in: alive, and of no use to us. */
  REFUSING,
  /** A new connection was refused or not answered. */
  DOWN;

  /** Whether asking it has led to an answer or a failure, so that nobody need wait for it. */
  public boolean known() {
    return this != UNKNOWN && this != SUSPECT;
  }
}
