package io.swiveljdbc.topology;

import org.jspecify.annotations.Nullable;

/**
 * What a server last said it is.
 *
 * @param role what it does: {@link Role#WRITER} is a claim, which the topology may refuse, {@link
 *     Role#UNKNOWN} that it is to serve nothing
 * @param willing whether a reader could as well be the writer, and would be glad of it: one is made
 *     the writer where nobody claims to be
 * @param elected whether its peers make a server the writer, so that they may know of another one
 *     before the last one does; of one that is to serve nothing, that it waits for its peers
 * @param term the epoch in which it does so; {@link Term#NONE} where the database has none or the
 *     server cannot tell
 * @param database the identity that all servers of one cluster share and other clusters do not;
 *     null when the server cannot tell: nobody is a stranger for that
 * @param instance the identity of the running server process, the same under all its names and
 *     another one after a restart; null before its first report
 * @param note what a person should know when the server is not used as it says; null for nothing
 */
public record Self(
    Role role,
    boolean willing,
    boolean elected,
    Term term,
    @Nullable String database,
    @Nullable String instance,
    @Nullable String note) {

  /** Of a server that has said nothing yet. */
  static final Self UNTOLD = new Self(Role.UNKNOWN, false, false, Term.NONE, null, null, null);

  /** A plain answer. */
  public static Self of(Role role, Term term, @Nullable String database, String instance) {
    return new Self(role, false, false, term, database, instance, null);
  }

  /** The same with a note. */
  public Self noting(@Nullable String words) {
    return new Self(role, willing, elected, term, database, instance, words);
  }

  /** The same, and willing to be the writer. */
  public Self volunteering() {
    return new Self(role, true, elected, term, database, instance, note);
  }

  /** The same, of a server whose peers elect the writer. */
  public Self electedByPeers() {
    return new Self(role, willing, true, term, database, instance, note);
  }
}
