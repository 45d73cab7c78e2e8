package io.swiveljdbc.postgres;

import io.swiveljdbc.testkit.PostgresCluster;

/** The ways in which a call in flight loses its session while the server works on it. */
enum Loss {
  /** The connection is reset: the server finishes what it was told, and its answer is not heard. */
  CUT {
    @Override
    void happens(PostgresCluster cluster, int session) {
      cluster.reset(cluster.writer());
    }
  },
  /** An operator ends the session: the answer is 57P01. */
  TERMINATED {
    @Override
    void happens(PostgresCluster cluster, int session) {
      cluster.query(cluster.writer(), "SELECT pg_terminate_backend(" + session + ")");
    }
  },
  /** The server is killed, and comes back. */
  KILLED {
    @Override
    void happens(PostgresCluster cluster, int session) {
      cluster.kill(cluster.writer());
    }

    @Override
    void isOver(PostgresCluster cluster) {
      cluster.start(cluster.writer());
    }
  };

  abstract void happens(PostgresCluster cluster, int session);

  void isOver(PostgresCluster cluster) {}
}
