package io.swiveljdbc.session;

/**
 * Whether nobody but the thread that opened a logical connection has ever used it. Only then does
 * anything of it serve another logical connection: all that the first one's user can still do comes
 * after its end, and finds it closed.
 *
 * <p>Another thread says that it is there and then looks where the session is; the opener first
 * takes the session, or what it is about to hand on, from where it can be found, and then asks
 * here. Both fields are volatile, so at least one of the two sees the other: either the other
 * thread finds nothing any more, or what it has found is its for good and serves nobody else.
 */
final class SoleUse {

  private volatile boolean over;

  /** Another thread is about to look. */
  void end() {
    if (!over) {
      over = true;
    }
  }

  boolean isOver() {
    return over;
  }
}
