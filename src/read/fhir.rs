//! FHIR Questionnaire as JSON.
