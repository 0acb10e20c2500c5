-- create nothing
SELECT 1;
