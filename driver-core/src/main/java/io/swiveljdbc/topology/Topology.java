package io.swiveljdbc.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All servers of a cluster at one moment. An immutable value: a change makes a new one with a
 * larger version, and one that changes nothing makes none.
 *
 * @param version grows by one with every change, within one process
 * @param servers all servers, the seeds first and in the order of the URL
 * @param database the identity that the servers share, null until one has told it
 * @param reign the highest term seen
 * @param settled whether every seed has answered or failed, or has had its time: only then is a
 *     claim to be the writer accepted
 * @param conflict servers that claim to be the writer with equal right; empty when there is none
 */
public record Topology(
    long version,
    List<Server> servers,
    @Nullable String database,
    Reign reign,
    boolean settled,
    List<HostAddress> conflict) {

  /** Copies the lists. */
  public Topology {
    servers = List.copyOf(servers);
    conflict = List.copyOf(conflict);
  }

  /** What is known before anybody was asked. */
  public static Topology of(List<HostAddress> seeds) {
    List<Server> servers = seeds.stream().distinct().map(Server::unasked).toList();
    return new Topology(0, servers, null, Reign.NONE, false, List.of());
  }

  /** The highest term seen of this database. */
  public Term term() {
    return reign.term();
  }

  /** The server with this address, if it is part of the topology. */
  public Optional<Server> server(HostAddress address) {
    for (Server server : servers) {
      if (server.address().equals(address)) {
        return Optional.of(server);
      }
    }
    return Optional.empty();
  }

  /** The server that holds the role of writer, whether or not it answers just now. */
  public Optional<Server> writer() {
    return servers.stream().filter(server -> server.role() == Role.WRITER).findFirst();
  }

  /** Whether there is a writer that answers, and no server whose life is in doubt. */
  public boolean calm() {
    boolean writer = false;
    for (Server server : servers) {
      if (server.health() == Health.SUSPECT) {
        return false;
      }
      writer |= server.role() == Role.WRITER && server.fit();
    }
    return writer;
  }

  /** Whether any server has ever said what it is. */
  public boolean seen() {
    return servers.stream().anyMatch(server -> server.instance() != null);
  }

  /** Whether every server has answered or failed. */
  public boolean allKnown() {
    return servers.stream().allMatch(server -> server.health().known());
  }

  List<Server> replaced(Server changed) {
    List<Server> result = new ArrayList<>(servers);
    result.replaceAll(server -> server.address().equals(changed.address()) ? changed : server);
    return result;
  }

  /** One line for a person. */
  @Override
  public String toString() {
    return "topology " + version + " of term " + term() + " " + servers;
  }
}
