package io.swiveljdbc.routing;

import io.swiveljdbc.spi.ReaderPolicy;
import io.swiveljdbc.topology.Server;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The better of two readers at random, by connections in use: nearly as even as the least busy of
 * all, and many who choose at the same time do not all choose the same one.
 *
 * @see <a href="https://www.eecs.harvard.edu/~michaelm/postscripts/mythesis.pdf">Mitzenmacher: The
 *     Power of Two Choices in Randomized Load Balancing</a>
 */
final class LeastBusy implements ReaderPolicy {

  @Override
  public String name() {
    return "least-busy";
  }

  @Override
  public List<Server> order(List<Server> readers, Load load) {
    List<Server> order = new ArrayList<>(readers);
    Collections.shuffle(order, ThreadLocalRandom.current());
    if (order.size() > 1
        && load.connections(order.get(1).address()) < load.connections(order.get(0).address())) {
      Collections.swap(order, 0, 1);
    }
    return order;
  }
}
