package io.swiveljdbc.routing;

import io.swiveljdbc.spi.ReaderPolicy;
import io.swiveljdbc.topology.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The reader that answers soonest, by round trips measured. Those that are nearly as near share:
 * the same zone is not left for a tenth of a millisecond.
 */
final class NearestReader implements ReaderPolicy {

  private static final Duration BAND = Duration.ofMillis(1);

  @Override
  public String name() {
    return "nearest";
  }

  @Override
  public boolean spreads() {
    return false;
  }

  @Override
  public List<Server> order(List<Server> readers, Load load) {
    Duration nearest =
        readers.stream().map(r -> load.roundTrip(r.address())).min(Comparator.naturalOrder()).get();
    Duration near = nearest.multipliedBy(3).dividedBy(2).plus(BAND);
    List<Server> order = new ArrayList<>(readers);
    Collections.shuffle(order, ThreadLocalRandom.current());
    order.sort(
        Comparator.comparing(
            reader -> {
              Duration roundTrip = load.roundTrip(reader.address());
              return roundTrip.compareTo(near) <= 0 ? Duration.ZERO : roundTrip;
            }));
    return order;
  }
}
