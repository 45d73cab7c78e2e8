package io.swiveljdbc.session;

import java.sql.Statement;

/**
 * Where a statement comes from. Not kept: a statement of a borrowed connection is one object.
 *
 * @param connection the logical connection it belongs to
 * @param preparation how its physical statements are made
 */
record RoutedOrigin<S extends Statement>(
    PreparingConnection connection, Preparation<S> preparation) {}
