package io.swiveljdbc.codegen;

import java.util.Set;

/** What the body of a forwarding method does: the first rule that fits, in the order written. */
enum Rule {
  LEFT_ABSTRACT {
    @Override
    boolean fits(JdbcMethod method) {
      return !method.throwsSqlException();
    }

    @Override
    String write(JdbcMethod method, JdbcInterface in) {
      return "";
    }
  },

  CONSTANT {
    @Override
    boolean fits(JdbcMethod method) {
      return method.owner().equals("DatabaseMetaData")
          && method.parameterTypes().isEmpty()
          && CONSTANT_TYPES.contains(method.returnType());
    }

    @Override
    String write(JdbcMethod method, JdbcInterface in) {
      return Templates.CONSTANT.formatted(
          method.signature(), method.returnType(), MetadataConstants.nameOf(method));
    }

    @Override
    String hooks(JdbcInterface in, boolean handwrittenParent) {
      return Templates.CONSTANT_HOOKS;
    }
  },

  RECORDED_BY_INDEX {
    @Override
    boolean fits(JdbcMethod method) {
      return method.owner().equals("PreparedStatement") && method.isSetterBy("int");
    }

    @Override
    String write(JdbcMethod method, JdbcInterface in) {
      return Templates.RECORDED.formatted(method.signature(), in.delegateType(), method.call());
    }

    @Override
    String hooks(JdbcInterface in, boolean handwrittenParent) {
      // An annotation of a type stands before its simple name: java.sql.@Nullable X.
      String current =
          Templates.CURRENT_HOOK.formatted(
              in.delegateType().replaceFirst("(\\w+)$", "@org.jspecify.annotations.Nullable $1"));
      return (handwrittenParent ? "" : current) + Templates.PARAMETERS_HOOK;
    }
  },

  CLEARED {
    @Override
    boolean fits(JdbcMethod method) {
      return method.name().equals("clearParameters");
    }

    @Override
    String write(JdbcMethod method, JdbcInterface in) {
      return Templates.CLEARED.formatted(in.delegateType());
    }
  },

  RECORDED_BY_NAME {
    @Override
    boolean fits(JdbcMethod method) {
      return method.owner().equals("CallableStatement")
          && (method.isSetterBy("java.lang.String")
              || method.name().equals("registerOutParameter"));
    }

    @Override
    String write(JdbcMethod method, JdbcInterface in) {
      String kind = method.name().startsWith("set") ? "value" : "outParameter";
      NamedCall call = new NamedCall(method);
      return Templates.NAMED.formatted(
          method.signature(),
          in.delegateType(),
          method.call(),
          call.captures(),
          kind,
          call.replay());
    }

    @Override
    String hooks(JdbcInterface in, boolean handwrittenParent) {
      return Templates.NAMED_HOOKS;
    }
  },

  FORWARDED {
    @Override
    boolean fits(JdbcMethod method) {
      return true;
    }

    @Override
    String write(JdbcMethod method, JdbcInterface in) {
      String call = "target." + method.call();
      String result = method.returnType();
      String body =
          in.isWrapped(result)
              ? "%s result = %s;\n      return result == null ? null : wrap(result);"
                  .formatted(result, call)
              : (result.equals("void") ? call : "return " + call) + ";";
      return Templates.FORWARDED.formatted(method.signature(), in.delegateType(), body);
    }
  };

  private static final Set<String> CONSTANT_TYPES =
      Set.of("boolean", "int", "long", "java.lang.String");

  abstract boolean fits(JdbcMethod method);

  /** The overriding method, or nothing where the class leaves it to its subclasses. */
  abstract String write(JdbcMethod method, JdbcInterface in);

  /** What a class with such methods declares beside them, once. */
  String hooks(JdbcInterface in, boolean handwrittenParent) {
    return "";
  }

  static Rule of(JdbcMethod method) {
    for (Rule rule : values()) {
      if (rule.fits(method)) {
        return rule;
      }
    }
    throw new IllegalStateException("FORWARDED fits every method");
  }
}
