package io.swiveljdbc.postgres;

import io.swiveljdbc.spi.ReaderPolicy;
import io.swiveljdbc.topology.Server;
import java.util.Comparator;
import java.util.List;

/** An application's own policy. */
public final class HighestPort implements ReaderPolicy {

  @Override
  public String name() {
    return "highest-port";
  }

  @Override
  public boolean spreads() {
    return false;
  }

  @Override
  public List<Server> order(List<Server> readers, Load load) {
    return readers.stream()
        .sorted(Comparator.comparing((Server reader) -> reader.address().port()).reversed())
        .toList();
  }
}
