package io.swiveljdbc.mysql;

import io.swiveljdbc.topology.Position;

/**
 * The transactions that a server has executed.
 *
 * <p>A replica may have executed one before its source has: the source commits what it has sent,
 * and has had acknowledged, a moment later. So transactions that a server itself began, and does
 * not show yet, prove nothing.
 *
 * @param server the server's own UUID
 * @param executed its {@code gtid_executed}
 */
record GtidPosition(String server, GtidSet executed) implements Position {

  @Override
  public boolean reaches(Position other) {
    return other instanceof GtidPosition gtids && executed.contains(gtids.executed);
  }

  /**
   * A reader that has transactions of a former writer, of which its present writer has others but
   * not these, shows what was lost. What some server wrote for itself alone is no such thing: a
   * replica with its own maintenance, for instance, is still a replica.
   */
  @Override
  public boolean contradicts(Position writer) {
    return writer instanceof GtidPosition gtids
        && executed.originsBeyond(gtids.executed).stream()
            .anyMatch(
                origin ->
                    gtids.executed.intervals().containsKey(origin)
                        && !GtidSet.writer(origin).equals(gtids.server));
  }

  @Override
  public boolean succeeds(Position other) {
    return other instanceof GtidPosition gtids
        && executed.contains(gtids.executed)
        && executed.originsBeyond(gtids.executed).stream()
            .anyMatch(origin -> !GtidSet.writer(origin).equals(gtids.server));
  }

  @Override
  public String toString() {
    String all = executed.toString();
    return all.length() <= 200 ? all : all.substring(0, 200) + "…";
  }
}
