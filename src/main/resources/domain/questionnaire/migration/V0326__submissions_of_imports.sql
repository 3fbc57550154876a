-- Answers of an import that is taken back are found by it.
CREATE INDEX submissions_import ON questionnaire.submissions (import_id) WHERE import_id IS NOT NULL;
