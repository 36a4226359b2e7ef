export const DepartmentsScreen = () => null;
