//! What can be told of rules without any form: rules that no form could keep together, and rules that none could meet.

pub mod values;
