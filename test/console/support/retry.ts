// A browser beside a server, PostgreSQL and two other browsers on two cores: what fails once is told, and tried once more.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
