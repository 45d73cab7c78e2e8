package io.swiveljdbc.behaviour.bank;

import io.swiveljdbc.testkit.LocalCluster;
import java.time.Duration;
import java.util.List;

/** What the network between clients and servers is like while a fault strikes; healing ends it. */
enum Weather {
  CLEAR {
    @Override
    void begin(LocalCluster cluster, int pick) {}
  },
  SLOW {
    @Override
    void begin(LocalCluster cluster, int pick) {
      cluster.servers().forEach(server -> cluster.delay(server, LATENCY));
    }
  },
  /** It may be the one that becomes the writer, which nobody can reach then. */
  READER_CUT_OFF {
    @Override
    void begin(LocalCluster cluster, int pick) {
      cluster.cutOff(cluster.readers().get(pick));
    }
  },
  ALL_RESET {
    @Override
    void begin(LocalCluster cluster, int pick) {
      cluster.servers().forEach(cluster::reset);
    }
  };

  static final List<Weather> DRAWN = List.of(CLEAR, CLEAR, CLEAR, SLOW, READER_CUT_OFF, ALL_RESET);

  private static final Duration LATENCY = Duration.ofMillis(15);

  abstract void begin(LocalCluster cluster, int pick);
}
