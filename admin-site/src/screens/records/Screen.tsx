export const RecordsScreen = () => null;
