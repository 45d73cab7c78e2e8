package io.swiveljdbc.testkit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who is in the cluster and has which part, as the testkit has arranged it; a server may believe
 * something else. A deposed server was the writer when another was promoted: its history may have
 * parted from the cluster's, so it has no part until it rejoins.
 */
record Members<S extends LocalServer>(List<S> servers, S writer, Set<S> deposed) {
  Members {
    servers = List.copyOf(servers);
    deposed = Set.copyOf(deposed);
  }

  static <S extends LocalServer> Members<S> of(List<S> servers) {
    return new Members<>(servers, servers.get(0), Set.of());
  }

  Members<S> promoted(S server) {
    Set<S> rest = new HashSet<>(deposed);
    rest.add(writer);
    rest.remove(server);
    return new Members<>(servers, server, rest);
  }

  Members<S> joined(S server) {
    Set<S> rest = new HashSet<>(deposed);
    rest.remove(server);
    List<S> all =
        servers.contains(server)
            ? servers
            : Stream.concat(servers.stream(), Stream.of(server)).toList();
    return new Members<>(all, writer, rest);
  }

  Members<S> left(S server) {
    Set<S> rest = new HashSet<>(deposed);
    rest.remove(server);
    return new Members<>(servers.stream().filter(s -> s != server).toList(), writer, rest);
  }

  /** Those that follow the writer and run, frozen ones among them. */
  List<S> readers() {
    return servers.stream()
        .filter(server -> server != writer && !deposed.contains(server) && server.isRunning())
        .toList();
  }

  /** The readers that can do something now. */
  List<S> responsiveReaders() {
    return readers().stream().filter(LocalServer::isResponsive).toList();
  }
}
