package io.swiveljdbc.topology;

/**
 * How far a server's log goes: how much a writer has written, or a reader has replayed, in the
 * database's own terms. A value, comparable with those of the same database.
 */
public interface Position {

  /** Whether all that the other has is here as well. */
  boolean reaches(Position other);

  /**
   * Whether a reader that had this cannot follow a writer that had that even later.
   *
   * @param writer what the writer had, asked after the reader had answered
   */
  default boolean contradicts(Position writer) {
    return !writer.reaches(this);
  }

  /**
   * Whether a server that had this has all that another had even later, and more that it cannot
   * have from there. What is on its way to be committed there, and is known here already, is no
   * such thing.
   *
   * @param other what the other had, asked after this server had answered
   */
  default boolean succeeds(Position other) {
    return reaches(other) && !other.reaches(this);
  }
}
