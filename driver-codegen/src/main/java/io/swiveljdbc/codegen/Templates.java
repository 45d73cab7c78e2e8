package io.swiveljdbc.codegen;

/** The text of the generated methods and hooks; the arguments are filled in by {@link Rule}. */
final class Templates {

  /** Signature, type of the target, the call. */
  static final String FORWARDED =
      """

        @Override
        public %s throws java.sql.SQLException {
          %s target = delegate();
          try {
            %s
          } catch (java.sql.SQLException e) {
            throw translate(e);
          }
        }
      """;

  /** Type. */
  static final String WRAP_HOOK =
      """

        /** Never called with null. */
        abstract %1$s wrap(%1$s target);
      """;

  /** Signature, type, name. */
  static final String CONSTANT =
      """

        @Override
        public %s throws java.sql.SQLException {
          return (%s) constant(MetadataConstant.%s);
        }
      """;

  static final String CONSTANT_HOOKS =
      """

        /** What the delegate says; to be overridden by who remembers it. */
        @org.jspecify.annotations.Nullable Object constant(MetadataConstant constant)
            throws java.sql.SQLException {
          java.sql.DatabaseMetaData target = delegate();
          try {
            return constant.of(target);
          } catch (java.sql.SQLException e) {
            throw translate(e);
          }
        }
      """;

  /** Signature, type of the target, the call. */
  static final String RECORDED =
      """

        @Override
        public %1$s throws java.sql.SQLException {
          Parameters parameters = parameters();
          %2$s target = current();
          if (target != null) {
            try {
              target.%3$s;
            } catch (java.sql.SQLException e) {
              throw translate(e);
            }
          }
          parameters.%3$s;
          if (target != null) {
            parameters.passedOn(arg0);
          }
        }
      """;

  /** Type of the target, annotated. */
  static final String CURRENT_HOOK =
      """

        /** The physical statement that stands behind this one now, or null; never makes one. */
        abstract %s current();
      """;

  /** Name, type of the origin, type of the target. */
  static final String CONSTRUCTOR =
      """

        %1$s(%2$s<%3$s> origin) {
          super(origin);
        }
      """;

  static final String PARAMETERS_HOOK =
      """

        /** Where the parameters are recorded; throws when this statement takes none any more. */
        abstract Parameters parameters() throws java.sql.SQLException;
      """;

  /** Type of the target. */
  static final String CLEARED =
      """

        @Override
        public void clearParameters() throws java.sql.SQLException {
          Parameters parameters = parameters();
          %s target = current();
          if (target != null) {
            try {
              target.clearParameters();
            } catch (java.sql.SQLException e) {
              throw translate(e);
            }
          }
          parameters.clear();
        }
      """;

  /** Signature, type of the target, the call, captures, kind, the call again with the captures. */
  static final String NAMED =
      """

        @Override
        public %s throws java.sql.SQLException {
          NamedCalls calls = calls();
          %s target = current();
          if (target != null) {
            try {
              target.%s;
            } catch (java.sql.SQLException e) {
              throw translate(e);
            }
          }
      %s    calls.%s(arg0, on -> on.%s);
        }
      """;

  static final String NAMED_HOOKS =
      """

        /** Where calls by parameter name are recorded; throws when this statement takes none. */
        abstract NamedCalls calls() throws java.sql.SQLException;

        @Override
        public void clearParameters() throws java.sql.SQLException {
          super.clearParameters();
          calls().clearValues();
        }
      """;

  private Templates() {}
}
