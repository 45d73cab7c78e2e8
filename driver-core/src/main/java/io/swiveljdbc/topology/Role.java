package io.swiveljdbc.topology;

/** What a server does in its cluster. */
public enum Role {
  /** Accepts writes; at most one server of a topology has this role. */
  WRITER,
  /** Follows the writer and answers reads. */
  READER,
  /** Not known, or not to be used: never asked, left out, or a writer of an older term. */
  UNKNOWN
}
