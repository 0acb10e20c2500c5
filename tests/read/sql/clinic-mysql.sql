CREATE TABLE `patient` (
  `id` int NOT NULL AUTO_INCREMENT,
  `sex` enum('F','M','X') DEFAULT NULL COMMENT 'Sex as in the register',
  `needs` set('ramp','signing','large print') COMMENT 'What helps you at a visit?',
  `ssn_last4` char(4) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB COMMENT='Patients of the clinic';
