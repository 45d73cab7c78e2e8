package io.swiveljdbc.cluster;

import io.swiveljdbc.topology.Divergence;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Observation;
import io.swiveljdbc.topology.Position;
import io.swiveljdbc.topology.Progress;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.SelfReport;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Succession;
import io.swiveljdbc.topology.Term;
import io.swiveljdbc.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What each server said last, and so how far its log goes. That changes with every answer and is no
 * part of the topology; what it proves becomes an observation.
 */
final class ReplicationProgress {

  private final Map<HostAddress, SelfReport> last = new ConcurrentHashMap<>();

  /** Takes an answer in, before the topology shows what else follows from it. */
  void learn(SelfReport report) {
    last.merge(report.address(), report, (then, now) -> outdated(now, then) ? then : now);
  }

  /** Whether the server has answered a later question since: what it said here is over. */
  boolean isOver(SelfReport report) {
    @Nullable SelfReport latest = last.get(report.address());
    return latest != null && outdated(report, latest);
  }

  private static boolean outdated(SelfReport answer, SelfReport other) {
    return !answer.progress().equals(Progress.NONE)
        && !other.progress().equals(Progress.NONE)
        && answer.progress().askedAt() - other.progress().askedAt() < 0;
  }

  /** What this answer, with what others have said before, proves. */
  List<Observation> proofs(SelfReport report, Topology now) {
    if (report.role() != Role.WRITER) {
      return List.of();
    }
    boolean writes = now.writer().map(w -> w.address().equals(report.address())).orElse(false);
    boolean termless = report.term().equals(Term.NONE);
    List<Observation> proofs = new ArrayList<>();
    for (Server server : now.servers()) {
      if (writes) {
        ahead(server, report).ifPresent(proofs::add);
      }
      if (termless) {
        later(server, report).ifPresent(proofs::add);
      }
    }
    return proofs;
  }

  /** A reader that is ahead of the writer that has just answered. */
  private Optional<Divergence> ahead(Server server, SelfReport writer) {
    @Nullable SelfReport said = saidBefore(server, Role.READER);
    @Nullable Position written = writer.progress().position();
    if (said == null || written == null || server.role() != Role.READER) {
      return Optional.empty();
    }
    @Nullable Position replayed = said.progress().position();
    return replayed != null && said.progress().outruns(writer.progress())
        ? Optional.of(
            new Divergence(server.address(), replayed, writer.address(), written, writer.at()))
        : Optional.empty();
  }

  /** Another writer that had more than the one that has just answered. */
  private Optional<Succession> later(Server server, SelfReport writer) {
    @Nullable SelfReport said = saidBefore(server, Role.WRITER);
    return said != null && said.progress().succeeds(writer.progress())
        ? Optional.of(new Succession(server.address(), writer.address(), writer.at()))
        : Optional.empty();
  }

  /** What a server has said, if it is still the same process and said it was this. */
  private @Nullable SelfReport saidBefore(Server server, Role role) {
    return Optional.ofNullable(last.get(server.address()))
        .filter(said -> said.role() == role && said.instance().equals(server.instance()))
        .orElse(null);
  }
}
