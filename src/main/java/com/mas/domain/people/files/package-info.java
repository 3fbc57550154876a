/**
 * Files that people upload: pictures, documents, recordings. The bytes go between browsers and the store by addresses
 * that are signed here, for minutes; a server without an object store keeps them in a folder of its own and serves them
 * in the same language. Kinds of files and their rules are declared by the domains that need them
 * ({@link com.mas.module.FileKind}).
 *
 * <p>Reading order: {@link com.mas.domain.people.files.FilesContract} →
 * {@link com.mas.domain.people.files.FilesVerticle} → {@code UploadService} (begin, sign, complete) →
 * {@code CheckService} with {@code Looked}, {@code TypeRules}, {@code Pictures}, {@code NameRules} →
 * {@code FileService} (list, link, remove) → {@code SweepService} with {@code Garbage} → {@code UploadRepository},
 * {@code FileRepository}.
 *
 * <p>Invariants:
 * <ul>
 * <li>A version is ready only when its bytes are in the store, whole and hashed, and are what its kind takes. What was
 *     completed is checked, however often servers are killed: a stored request does it.
 * <li>A file is what its bytes say; its name is made safe and gets the ending that the bytes deserve. A page, a
 *     drawing with scripts, and whatever is two things at once is refused. All is sent as an attachment.
 * <li>Who may read is decided when an address is signed, and that is put on record.
 * <li>Space is reserved before bytes come, and the sum of all never exceeds the quota.
 * <li>A key is deleted from the store only after the row that named it is gone: it waits in {@code files.garbage}. What
 *     nothing names is deleted by the nightly sweep.
 * </ul>
 */
package com.mas.domain.people.files;
