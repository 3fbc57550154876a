/**
 * Takes in tables that people upload, as CSV or as a sheet (.xlsx): looks at them first, tells row by row what would
 * happen, and writes them when that is confirmed.
 *
 * <p>Reading order: {@link com.mas.imports.ImportKind} is what a domain's contract declares, with its columns;
 * {@link com.mas.imports.RowImport} is what the domain does with rows; {@link com.mas.imports.Importer} runs it in the
 * domain's verticle, {@code Pass} is one run of it. {@link com.mas.imports.ImportsContract} is what people ask,
 * answered by {@link com.mas.imports.ImportsVerticle} and {@code ImportService} for all kinds. Files: {@code Spool}
 * fetches the bytes, {@code FileRules} says what they are, {@code ZipGuard} refuses sheets that would harm,
 * {@code CsvTable} and {@code SheetTable} read rows, {@code HeaderRules} finds the columns.
 *
 * <p>Invariants:
 * <ul>
 * <li>A file is kept in the database, in parts of 256 kB, until the import is over: any node can go on with it. No node
 *     ever holds more of it in memory than a part and {@value com.mas.imports.Importer#ROWS} rows.
 * <li>Nothing is parsed before it was guarded: its size, what kind of file it is, and of a sheet all that is inflated.
 * <li>The check does what the import does, by the same code and in the same transaction as its report, but rolls the
 *     domain's part back.
 * <li>{@value com.mas.imports.Importer#ROWS} rows, what is told of them, the counts and the checkpoint are one commit
 *     under the run's fence: a kill loses nothing and doubles nothing.
 * <li>Two rows of one file with the same key are one row and a refused one, in the check as in the import.
 * <li>Importing the same rows again changes nothing.
 * <li>An import of the whole file begins only when its check has refused nothing. Where it ends otherwise than
 *     completed, what it wrote is taken back by its id, in pieces, and that is stored until it is done.
 * <li>What cannot be taken is refused with row, column, word and reason, and can be downloaded, corrected and sent
 *     again.
 * </ul>
 */
package com.mas.imports;
