package io.swiveljdbc.topology;

/**
 * The database's own epoch, which orders two claims to be the writer. It compares only within one
 * database identity.
 *
 * @param value the epoch, or 0 where the database has none
 * @param exclusive whether a new writer always begins a new epoch. If not, one epoch may have
 *     several writers, one after the other, and of two claims the one of a server that was seen as
 *     a reader is the later
 */
public record Term(long value, boolean exclusive) implements Comparable<Term> {

  /** The term of a database that has no epoch: all its writers belong to the same. */
  public static final Term NONE = new Term(0, false);

  /** An epoch of one writer. */
  public Term(long value) {
    this(value, true);
  }

  /** Whether this term is of a later epoch than the other. */
  public boolean laterThan(Term other) {
    return value > other.value;
  }

  /** The later of the two. */
  public Term max(Term other) {
    return other.laterThan(this) ? other : this;
  }

  @Override
  public int compareTo(Term other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value == 0 ? "none" : Long.toString(value);
  }
}
