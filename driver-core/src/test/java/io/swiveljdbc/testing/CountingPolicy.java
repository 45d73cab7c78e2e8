package io.swiveljdbc.testing;

import io.swiveljdbc.spi.ReaderPolicy;
import io.swiveljdbc.topology.Server;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An application's own policy, which counts how often it is asked. */
public final class CountingPolicy implements ReaderPolicy {

  public static final AtomicInteger ASKED = new AtomicInteger();

  @Override
  public String name() {
    return "counting";
  }

  @Override
  public List<Server> order(List<Server> readers, Load load) {
    ASKED.incrementAndGet();
    return readers;
  }
}
