package io.swiveljdbc.routing;

import io.swiveljdbc.spi.ReaderPolicy;
import io.swiveljdbc.topology.Server;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One reader after the other. */
final class RoundRobin implements ReaderPolicy {

  private final AtomicInteger turn = new AtomicInteger();

  @Override
  public String name() {
    return "round-robin";
  }

  @Override
  public List<Server> order(List<Server> readers, Load load) {
    List<Server> order = new ArrayList<>(readers);
    Collections.rotate(order, -Math.floorMod(turn.getAndIncrement(), order.size()));
    return order;
  }
}
