package io.swiveljdbc.topology;

/**
 * The database's own epoch, which orders two claims to be the writer. It compares only within one
 * database identity.
 *
 * @param value the epoch, or 0 where the database has none
 */
public record Term(long value) implements Comparable<Term> {

  /** The term of a database that has no epoch. */
  public static final Term NONE = new Term(0);

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
