package io.swiveljdbc.routing;

import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ToIntFunction;

/**
 * Orders the servers of another selector by connections in use, fewest first, equals at random.
 *
 * @param servers whose choice is ordered
 * @param connections how many connections to a server are in use now
 */
public record LeastBusy(ServerSelector servers, ToIntFunction<HostAddress> connections)
    implements ServerSelector {

  @Override
  public List<Server> select(Topology topology) {
    List<Server> chosen = new ArrayList<>(servers.select(topology));
    Collections.shuffle(chosen, ThreadLocalRandom.current());
    chosen.sort(Comparator.comparingInt(server -> connections.applyAsInt(server.address())));
    return chosen;
  }
}
