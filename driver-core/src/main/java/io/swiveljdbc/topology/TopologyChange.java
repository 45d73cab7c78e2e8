package io.swiveljdbc.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A topology before and after an observation. What happened is derived by comparing the two.
 *
 * @param before what was known
 * @param after what is known now
 * @param why the observation that led from one to the other, in a few words
 */
public record TopologyChange(Topology before, Topology after, String why) {

  /** Whether another server is the writer than before. */
  public boolean writerMoved() {
    Optional<HostAddress> now = after.writer().map(Server::address);
    return now.isPresent() && !now.equals(before.writer().map(Server::address));
  }

  /** Whether writes were possible before and are not now. */
  public boolean writerLost() {
    return writes(before) && !writes(after);
  }

  /** Whether writes are possible now and were not before. */
  public boolean writerFound() {
    return !writes(before) && writes(after);
  }

  /** Whether the database behind the names is another one than before. */
  public boolean databaseReplaced() {
    return before.database() != null
        && !Objects.equals(before.database(), after.database())
        && before.settled();
  }

  /** Whether there is a conflict that was not there before. */
  public boolean conflictArose() {
    return !after.conflict().isEmpty() && !after.conflict().equals(before.conflict());
  }

  /** Servers that turned out to be of another database, while others show the cluster's still. */
  public List<HostAddress> parted() {
    return after.servers().stream()
        .filter(now -> now.standing() == Standing.APART && !isApart(before.server(now.address())))
        .map(Server::address)
        .toList();
  }

  private static boolean isApart(Optional<Server> then) {
    return then.map(Server::standing).equals(Optional.of(Standing.APART));
  }

  /** What is different, server by server, for a person. */
  public List<String> differences() {
    List<String> differences = new ArrayList<>();
    for (Server now : after.servers()) {
      Optional<Server> then = before.server(now.address());
      if (then.isEmpty()) {
        differences.add(now + " joined");
      } else if (differ(then.get(), now)) {
        differences.add(now.toString());
      }
    }
    for (Server then : before.servers()) {
      if (after.server(then.address()).isEmpty()) {
        differences.add(then.address() + " left");
      }
    }
    return differences;
  }

  /** Whether it does something else than before; the words of a problem may change meanwhile. */
  private static boolean differ(Server then, Server now) {
    return then.health() != now.health()
        || then.role() != now.role()
        || then.standing() != now.standing()
        || !Objects.equals(then.instance(), now.instance());
  }

  private static boolean writes(Topology topology) {
    return topology.writer().map(Server::fit).orElse(false);
  }
}
