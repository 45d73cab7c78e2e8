package io.swiveljdbc.examples.failover;

import io.swiveljdbc.testkit.LocalServer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Calls servers by their names instead of their ports. */
final class ServerNames {
  private final List<? extends LocalServer> servers;
  private final Map<Integer, String> byOwnPort;

  ServerNames(List<? extends LocalServer> servers) {
    this.servers = servers;
    this.byOwnPort =
        servers.stream().collect(Collectors.toMap(LocalServer::directPort, LocalServer::name));
  }

  List<String> all() {
    return servers.stream().map(LocalServer::name).toList();
  }

  /** The server that says of itself, that it has this port. */
  String ofOwnPort(int port) {
    String name = byOwnPort.get(port);
    if (name == null) {
      throw new IllegalStateException("no server of the demo has port " + port);
    }
    return name;
  }

  /** A text with the names in place of {@code host:port}. */
  String in(String text) {
    Function<String, String> each = Function.identity();
    for (LocalServer server : servers) {
      String address = server.host() + ":" + server.port();
      each = each.andThen(before -> before.replace(address, server.name()));
    }
    return each.apply(text);
  }
}
