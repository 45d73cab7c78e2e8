package io.swiveljdbc.spi;

/**
 * Something in a session that cannot be had again in another one, and so keeps a logical connection
 * where it is.
 *
 * @param kind what it is
 * @param name which one it is
 */
public record Pin(Kind kind, String name) {

  /** The name of things that are not told apart: they are gone only when all of their kind are. */
  public static final String SEVERAL = "several";

  /** What cannot be repeated. */
  public enum Kind {
    TEMPORARY_TABLE("temporary table", true, true),
    LISTENING("LISTEN", true, true),
    ADVISORY_LOCK("session advisory lock", false, true),
    PREPARED_BY_SQL("prepared by SQL", false, true),
    HELD_CURSOR("cursor WITH HOLD", true, true),
    /** Something that a function call set, whose value the text does not tell. */
    FUNCTION("set by", true, true),
    /** A setting whose value the text does not tell; nobody has asked the server for it yet. */
    UNTOLD_VALUE("value of", true, true),
    /** What a command of that name locks. */
    LOCK("LOCK", false, true),
    OPEN_HANDLER("HANDLER", false, true),
    XA_TRANSACTION("XA transaction", false, true),
    /** What was set for the next transaction alone; gone when that has ended. */
    NEXT_TRANSACTION("set for the", false, true),
    /** Something of a text that failed when a part of it was committed. */
    HALF_DONE("left by", false, true),
    /** The application holds the target driver's connection. */
    UNWRAPPED("unwrapped", false, false),
    /** The application asked for it. */
    APPLICATION("pinned by the application", false, true);

    private final String words;
    private final boolean undone;
    private final boolean needed;

    Kind(String words, boolean undone, boolean needed) {
      this.words = words;
      this.undone = undone;
      this.needed = needed;
    }

    /** Whether a rollback takes it away. */
    public boolean isUndone() {
      return undone;
    }

    /** Whether later statements may need it, so that every transaction must go to its server. */
    public boolean isNeeded() {
      return needed;
    }
  }

  @Override
  public String toString() {
    return name.isEmpty() ? kind.words : kind.words + " " + name;
  }
}
