package io.swiveljdbc;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once, to whoever has put a pool above the inner ones, that one of the two is enough. */
final class OuterPool {

  private static final Logger LOG = LoggerFactory.getLogger(OuterPool.class);

  /** A pool shows itself by who asks for its first connections. */
  private static final int LOOKS = 3;

  private static final int SAID = Integer.MAX_VALUE / 2;

  private static final Map<String, String> POOLS =
      Map.of(
          "com.zaxxer.hikari.pool.", "HikariCP",
          "org.apache.commons.dbcp2.", "DBCP2",
          "org.apache.tomcat.jdbc.pool.", "Tomcat JDBC",
          "org.apache.tomcat.dbcp.dbcp2.", "Tomcat's DBCP2",
          "io.agroal.pool.", "Agroal",
          "com.mchange.v2.c3p0.", "c3p0");

  private final AtomicInteger looks = new AtomicInteger();

  /** Looks who asks for a connection, the first few times. */
  void look() {
    if (looks.get() < LOOKS && looks.incrementAndGet() <= LOOKS) {
      StackWalker.getInstance()
          .walk(
              callers ->
                  callers
                      .map(StackWalker.StackFrame::getClassName)
                      .flatMap(name -> POOLS.keySet().stream().filter(name::startsWith))
                      .findFirst())
          .ifPresent(this::say);
    }
  }

  private void say(String packageName) {
    if (looks.getAndSet(SAID) < SAID) {
      LOG.warn(
          "{} takes its connections from a SwivelDataSource that has pools of its own"
              + " (swivel.pool=true). One pool is enough: leave out that option, or the pool above.",
          POOLS.get(packageName));
    }
  }
}
