package io.swiveljdbc.cluster;

import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Progress;
import io.swiveljdbc.topology.SelfReport;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How long servers take to answer, smoothed over about the last five answers. */
final class RoundTrips {

  private static final int WEIGHT = 5;

  private final Map<HostAddress, Long> nanos = new ConcurrentHashMap<>();

  void learn(SelfReport report) {
    Progress progress = report.progress();
    long measured = progress.answeredAt() - progress.askedAt();
    if (measured > 0) {
      nanos.merge(report.address(), measured, (known, latest) -> known + (latest - known) / WEIGHT);
    }
  }

  Duration of(HostAddress server) {
    return Duration.ofNanos(nanos.getOrDefault(server, 0L));
  }
}
