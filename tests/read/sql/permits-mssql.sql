CREATE TABLE [dbo].[Permit] (
    [PermitID] INT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    [Applicant Name] NVARCHAR(120) NOT NULL,
    [Religion] NVARCHAR(40) NULL
)
GO
CREATE TABLE [dbo].[Fee] ([Amount] MONEY NOT NULL)
GO
