package io.swiveljdbc.cluster;

import io.swiveljdbc.topology.Health;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.MemberReport;
import io.swiveljdbc.topology.SelfReport;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Standing;
import io.swiveljdbc.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whom each server knows to be in its cluster, and so who is, beyond the seeds.
 *
 * <p>No list is complete, and that of a server that is down is outdated. So whoever is named joins,
 * and a server that is no seed leaves when nobody that answers names it, and it does not answer
 * itself or no longer counts itself in. The seeds stay whatever is said.
 */
final class Peers {

  private final List<HostAddress> seeds;
  private final Map<HostAddress, List<HostAddress>> named = new ConcurrentHashMap<>();

  Peers(List<HostAddress> seeds) {
    this.seeds = List.copyOf(seeds);
  }

  /** The members as they are known with this answer, if they are others than the topology's. */
  Optional<MemberReport> news(SelfReport report, Topology now) {
    if (report.peers().isEmpty() && named.isEmpty()) {
      return Optional.empty();
    }
    named.put(report.address(), report.peers());
    named.keySet().removeIf(server -> now.server(server).isEmpty());
    List<HostAddress> members = new ArrayList<>();
    List<HostAddress> present = now.servers().stream().map(Server::address).toList();
    for (HostAddress server : present) {
      if (seeds.contains(server) || stays(server, now)) {
        members.add(server);
      }
    }
    for (Server server : now.servers()) {
      if (counts(server)) {
        namedBy(server).stream().filter(peer -> !present.contains(peer)).forEach(members::add);
      }
    }
    List<HostAddress> distinct = members.stream().distinct().toList();
    return distinct.equals(present)
        ? Optional.empty()
        : Optional.of(new MemberReport(report.address(), distinct, report.at()));
  }

  private boolean stays(HostAddress peer, Topology now) {
    boolean down = now.server(peer).map(server -> server.health() == Health.DOWN).orElse(true);
    return now.servers().stream()
        .filter(server -> counts(server) || (!down && server.standing() != Standing.STRANGER))
        .anyMatch(server -> namedBy(server).contains(peer));
  }

  /** Whether those that it names are believed to be there. */
  private static boolean counts(Server server) {
    return server.health() != Health.DOWN
        && (server.standing() == Standing.MEMBER || server.standing() == Standing.ALIAS);
  }

  private List<HostAddress> namedBy(Server server) {
    return named.getOrDefault(server.address(), List.of());
  }
}
