package io.swiveljdbc.session;

/**
 * The connection that was chosen for an intent, and the topology version at which it was: while
 * that does not change, neither does the choice.
 */
record Choice(PhysicalConnection connection, long version) {

  /** The version of a choice that holds for one transaction. */
  static final long ONCE = -1;
}
