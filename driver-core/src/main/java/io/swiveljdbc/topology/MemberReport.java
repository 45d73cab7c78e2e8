package io.swiveljdbc.topology;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a server says of who is in the cluster. A member's role is what the member says of itself,
 * so that one server's outdated list makes nobody a writer.
 *
 * @param reporter the server that said so
 * @param members all servers of the cluster
 * @param at when it was said
 */
public record MemberReport(HostAddress reporter, List<HostAddress> members, Instant at)
    implements Observation {

  /** Copies the list. */
  public MemberReport {
    members = List.copyOf(members);
  }

  @Override
  public String why() {
    return reporter + " names the members " + members;
  }

  @Override
  public Topology applyTo(Topology before) {
    List<Server> servers = new ArrayList<>();
    for (HostAddress member : members) {
      Optional<Server> known = before.server(member);
      servers.add(known.orElseGet(() -> Server.unasked(member)));
    }
    return Election.decide(before, servers, this);
  }
}
