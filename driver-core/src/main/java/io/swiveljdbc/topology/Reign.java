package io.swiveljdbc.topology;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The highest term seen, by whom it was shown first, and when: what a later claim is measured by.
 *
 * @param term the term
 * @param writer the server that showed it, null while no term was seen
 * @param seenAt when it was first seen, null while no term was seen
 */
public record Reign(Term term, @Nullable HostAddress writer, @Nullable Instant seenAt) {

  static final Reign NONE = new Reign(Term.NONE, null, null);

  Reign challengedBy(Server claimant, Instant at) {
    return claimant.term().laterThan(term)
        ? new Reign(claimant.term(), claimant.address(), at)
        : this;
  }
}
